package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Endorsement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The certificates that a host hands over with a SEV-SNP report (AMD 56421, GHCB, section 4.1.8.1): entries of GUID, offset and length, then the bytes. */
public final class CertificateTable {
    private static final int ENTRY_BYTES = 24;
    private static final int ENTRIES_MAX = 32;
    private static final Map<UUID, String> KINDS = Map.of(
            UUID.fromString("63da758d-e664-4564-adc5-f4b93be8accd"), "VCEK of the host",
            UUID.fromString("4ab7b379-bbac-4fe4-a02f-05aef327c782"), "ASK of the host",
            UUID.fromString("c0b406a4-a803-4952-9743-3fb6014cd0ae"), "ARK of the host");
    private static final UUID END = new UUID(0, 0);

    private CertificateTable() {}

    /** Reads the table; entries of other kinds are left out. */
    public static List<Endorsement> read(byte[] table) throws IOException {
        List<Endorsement> certificates = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(table);
        for (int i = 0; i < ENTRIES_MAX && bytes.remaining() >= ENTRY_BYTES; i++) {
            UUID kind = new UUID(bytes.getLong(), bytes.getLong());
            if (kind.equals(END)) {
                return certificates;
            }
            long from =
                    Integer.toUnsignedLong(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt());
            long length = Integer.toUnsignedLong(bytes.getInt());
            bytes.order(ByteOrder.BIG_ENDIAN);
            if (from + length > table.length) {
                throw new IOException("an entry of the host's certificate table lies beyond its end");
            }
            if (KINDS.containsKey(kind)) {
                byte[] certificate = new byte[(int) length];
                System.arraycopy(table, (int) from, certificate, 0, certificate.length);
                certificates.add(new Endorsement(KINDS.get(kind), certificate));
            }
        }
        if (certificates.isEmpty() && table.length == 0) {
            return certificates;
        }
        throw new IOException("the host's certificate table does not end");
    }
}
