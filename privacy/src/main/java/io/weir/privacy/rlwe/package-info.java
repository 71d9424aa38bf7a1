/**
 * Additively homomorphic, key-homomorphic encryption from ring learning with errors (Lyubashevsky, Peikert, Regev 2010; Regev-style ciphertexts
 * with a common random part): sums of ciphertexts open under the sum of their keys, and under nothing else. Nobody ever holds a key that opens one
 * participant's update but that participant; a committee holds shares of it.
 *
 * <p>Not yet reviewed by a cryptographer.
 */
package io.weir.privacy.rlwe;
