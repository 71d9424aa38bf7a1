package io.weir.privacy.attestation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Tee;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Intel's signed list of firmware versions of a family of processors, newest first (TCB info, versions 2 and 3). */
record TcbInfo(Collateral collateral) {
    private static final int COMPONENTS = 16;

    static TcbInfo find(EndorsementPool pool, Tee tee, PckExtension pck) throws Refusal {
        String id = tee == Tee.TDX ? "TDX" : "SGX";
        return new TcbInfo(Collateral.find(
                pool,
                "the TCB info of " + id + " for FMSPC " + pck.fmspc(),
                tree -> Collateral.sameHex(tree.path("fmspc").asText(), pck.fmspc())
                        && Collateral.sameHex(tree.path("pceId").asText(), pck.pceId())
                        && tree.path("id").asText("SGX").equals(id)));
    }

    /** An enclave's platform. */
    Level appraise(PckExtension pck) throws Refusal {
        for (JsonNode level : collateral.tree().path("tcbLevels")) {
            if (reaches(pck, level.path("tcb"))) {
                return new Level(collateral.status(level), Collateral.advisories(level));
            }
        }
        throw unknown();
    }

    /** A trust domain's platform with its TDX module. */
    Level appraise(PckExtension pck, TdReport report) throws Refusal {
        for (JsonNode level : collateral.tree().path("tcbLevels")) {
            JsonNode tcb = level.path("tcb");
            if (reaches(pck, tcb) && reaches(report, tcb)) {
                Level platform = new Level(collateral.status(level), Collateral.advisories(level));
                return module(report, platform);
            }
        }
        throw unknown();
    }

    private boolean reaches(PckExtension pck, JsonNode tcb) throws Refusal {
        boolean reaches = pck.pceSvn() >= collateral.number(tcb, "pcesvn");
        for (int i = 0; i < COMPONENTS; i++) {
            int svn = tcb.has("sgxtcbcomponents")
                    ? collateral.svn(tcb.path("sgxtcbcomponents").path(i), "svn")
                    : collateral.svn(tcb, String.format(Locale.ROOT, "sgxtcbcomp%02dsvn", i + 1));
            reaches &= pck.components()[i] >= svn;
        }
        return reaches;
    }

    /** From TDX 1.5 on the module's version is held against its own identity instead of components 0 and 1. */
    private boolean reaches(TdReport report, JsonNode tcb) throws Refusal {
        boolean reaches = true;
        for (int i = 0; i < COMPONENTS; i++) {
            int svn = collateral.svn(tcb.path("tdxtcbcomponents").path(i), "svn");
            boolean ofModule = i < 2 && report.moduleVersion() > 0;
            reaches &= ofModule || (report.teeTcbSvn()[i] & 0xFF) >= svn;
        }
        return reaches;
    }

    private Level module(TdReport report, Level platform) throws Refusal {
        if (report.moduleVersion() == 0) {
            checkModule(report, collateral.tree().path("tdxModule"));
            return platform;
        }
        String id = String.format(Locale.ROOT, "TDX_%02X", report.moduleVersion());
        for (JsonNode identity : collateral.tree().path("tdxModuleIdentities")) {
            if (identity.path("id").asText().equals(id)) {
                checkModule(report, identity);
                return platform.with(QeIdentity.level(identity.path("tcbLevels"), report.moduleSvn(), collateral));
            }
        }
        throw new Refusal(
                Reason.TDX_MODULE_MISMATCH, "the TDX module is " + id + ", of which Intel's collateral says nothing");
    }

    private void checkModule(TdReport report, JsonNode identity) throws Refusal {
        byte[] mask = collateral.hex(identity, "attributesMask", report.seamAttributes().length);
        byte[] wanted = collateral.hex(identity, "attributes", mask.length);
        String signer = HexFormat.of().formatHex(collateral.hex(identity, "mrsigner", 48));
        if (!signer.equals(report.mrSignerSeam())
                || !Arrays.equals(QeIdentity.and(report.seamAttributes(), mask), QeIdentity.and(wanted, mask))) {
            throw new Refusal(
                    Reason.TDX_MODULE_MISMATCH,
                    "the TDX module is signed by " + report.mrSignerSeam() + " with attributes "
                            + HexFormat.of().formatHex(report.seamAttributes()) + ", Intel's by " + signer + " with "
                            + HexFormat.of().formatHex(wanted) + ": the host runs another module");
        }
    }

    private static Refusal unknown() {
        return new Refusal(
                Reason.TCB_UNKNOWN,
                "the processor's firmware is older than all that Intel lists: the host must update it");
    }
}
