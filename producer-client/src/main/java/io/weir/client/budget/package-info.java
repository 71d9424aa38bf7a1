/** Records of what participants have spent of their privacy: made, signed and checked in one place. */
package io.weir.client.budget;
