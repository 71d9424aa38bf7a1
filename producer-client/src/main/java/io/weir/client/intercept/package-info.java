/** For tests and the demo's attacks: a place from which an update can be falsified before it is sent. Banks have no use for it. */
package io.weir.client.intercept;
