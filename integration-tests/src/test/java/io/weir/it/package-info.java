/** Tests of the whole over real brokers, a real registry and real processes, and of the rules between modules. */
package io.weir.it;
