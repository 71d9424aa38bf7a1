/** Deletes the topics of rounds that ended longer ago than the audit retention. */
package io.weir.aggregator.internal.retention;
