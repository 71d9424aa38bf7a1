/**
 * Hybrid public-key encryption (HPKE, RFC 9180), base mode, one message a key encapsulation, in one cipher suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
 * AES-128-GCM. Base mode does not say who sealed: whoever needs to know signs the sealed message.
 */
package io.weir.privacy.hpke;
