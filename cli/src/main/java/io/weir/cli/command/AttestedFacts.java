package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.privacy.attestation.EvidenceClaims;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.attestation.Tee;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Whose keys a round's updates were sealed for, as the evidence says; only participants and `weir audit` verify it. */
final class AttestedFacts {
    private static final int KEY_DIGITS = 16;

    private AttestedFacts() {}

    static void put(ObjectNode document, RoundView round) {
        RoundOpened opened = round.opened();
        if (opened.getAttested() == null) {
            document.putNull("attested");
            return;
        }
        ObjectNode node = document.putObject("attested");
        ArrayNode keys = node.putArray("keys");
        for (EnclaveKey key : opened.getAttested().getKeys()) {
            ObjectNode entry = keys.addObject()
                    .put("hpkeKey", RoundJson.hex(key.getHpkeKey()))
                    .put("topologyDigest", RoundJson.hex(key.getTopologyDigest()));
            Optional<EvidenceClaims> claims = claims(key);
            entry.put("tee", claims.map(claim -> claim.tee().word()).orElse(null))
                    .put("simulated", claims.map(AttestedFacts::isSimulated).orElse(false))
                    .put("measurement", claims.map(EvidenceClaims::measurement).orElse(null))
                    .put("boundToRound", isBound(opened, key));
        }
        ArrayNode sealers = node.putArray("sealedBy");
        sealers(round).forEach(sealers::add);
    }

    static List<String[]> text(RoundView round) {
        RoundOpened opened = round.opened();
        List<String[]> facts = new ArrayList<>();
        List<EnclaveKey> keys = opened.getAttested().getKeys();
        facts.add(Output.fact(
                "Updates", "sealed for " + keys.size() + " attested key(s); evidence as it says, not verified"));
        for (EnclaveKey key : keys) {
            facts.add(Output.fact(
                    "Key",
                    RoundJson.hex(key.getHpkeKey()).substring(0, KEY_DIGITS) + "… "
                            + claims(key).map(AttestedFacts::text).orElse("with evidence that is no report or quote")
                            + (isBound(opened, key) ? ", bound to this round" : ", NOT BOUND TO THIS ROUND")
                            + ", topology " + RoundJson.hex(key.getTopologyDigest())));
        }
        List<String> sealers = sealers(round);
        facts.add(Output.fact("Sealed by", sealers.isEmpty() ? "nobody yet" : String.join(", ", sealers)));
        return facts;
    }

    private static String text(EvidenceClaims claims) {
        return (isSimulated(claims)
                        ? "SIMULATED (protects nothing)"
                        : claims.tee().word()) + ", measurement " + claims.measurement();
    }

    private static boolean isSimulated(EvidenceClaims claims) {
        return claims.tee() == Tee.SIMULATOR;
    }

    private static List<String> sealers(RoundView round) {
        return round.sealed().map(RoundSealed::getUpdates).orElse(List.of()).stream()
                .map(SealedUpdate::getParticipant)
                .toList();
    }

    private static Optional<EvidenceClaims> claims(EnclaveKey key) {
        return EvidenceClaims.of(Bytes.copy(key.getEvidence()));
    }

    private static boolean isBound(RoundOpened opened, EnclaveKey key) {
        if (key.getHpkeKey().remaining() != HpkePublicKey.BYTES
                || key.getTopologyDigest().remaining() != ReportData.PART_BYTES) {
            return false;
        }
        byte[] expected = ReportData.of(
                HpkePublicKey.of(Bytes.copy(key.getHpkeKey())),
                Bytes.copy(key.getTopologyDigest()),
                AttestedDigests.epoch(opened));
        return claims(key)
                .map(claim -> claim.reportData().equals(HexFormat.of().formatHex(expected)))
                .orElse(false);
    }
}
