package io.weir.privacy.attestation.internal;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;

/** ECDSA signatures as r ‖ s, and keys as x ‖ y, big-endian. */
final class Ecdsa {
    static final String P256 = "SHA256withECDSAinP1363Format";
    static final String P384 = "SHA384withECDSAinP1363Format";

    private Ecdsa() {}

    /** False also if the key or the signature is none. */
    static boolean verifies(String algorithm, PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A point of P-256. */
    static PublicKey p256(byte[] point) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = curve.getParameterSpec(ECParameterSpec.class);
        int half = point.length / 2;
        ECPoint decoded = new ECPoint(
                new BigInteger(1, Arrays.copyOf(point, half)),
                new BigInteger(1, Arrays.copyOfRange(point, half, point.length)));
        if (!isOn(p256, decoded)) {
            throw new InvalidKeyException("the point is not on the curve");
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(decoded, p256));
    }

    private static boolean isOn(ECParameterSpec parameters, ECPoint point) {
        EllipticCurve curve = parameters.getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(2).add(curve.getA()).multiply(x).add(curve.getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }
}
