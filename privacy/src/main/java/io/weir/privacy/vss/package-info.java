/**
 * Verifiable sharing of secret vectors: each committee member sees by itself that its share of a participant's secret is right, and what committee
 * members open is checked as far as the algebra allows.
 *
 * <p>Not yet reviewed by a cryptographer.
 */
package io.weir.privacy.vss;
