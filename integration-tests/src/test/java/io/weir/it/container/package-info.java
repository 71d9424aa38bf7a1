/** The images of {@code docker/} at work: on a container engine, through a broken network and a broker that stops. */
package io.weir.it.container;
