/** What an aggregator process opens sealed updates with. */
package io.weir.aggregator.internal.attested;
