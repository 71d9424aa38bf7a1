/** Differential privacy: exact noise, and the mechanisms that add it. */
package io.weir.privacy.dp;
