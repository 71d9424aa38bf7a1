/** What the back-ends of secure aggregation share: a prime field, streams of random words, and Shamir's secret sharing. */
package io.weir.privacy.field;
