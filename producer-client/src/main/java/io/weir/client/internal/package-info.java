/** How a participant follows its federation and sends; not for users. */
package io.weir.client.internal;
