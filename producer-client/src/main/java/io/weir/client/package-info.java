/** What a bank embeds: a participant that receives models, has them trained, and publishes signed updates. Nothing is null unless said. */
package io.weir.client;
