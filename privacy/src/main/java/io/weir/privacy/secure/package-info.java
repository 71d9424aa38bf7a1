/**
 * What a participant, a committee member and the aggregator each do with a hidden update, whatever the back-end: rings that
 * add up, secrets that are shared, and keys that open the sum of one group and nothing else.
 */
package io.weir.privacy.secure;
