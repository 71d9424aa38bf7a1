package io.weir.privacy.attestation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Tee;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        List<Lack> lacks = List.of();
        for (JsonNode level : collateral.tree().path("tcbLevels")) {
            lacks = lacks(pck, level.path("tcb"));
            if (lacks.isEmpty()) {
                return new Level(collateral.status(level), Collateral.advisories(level));
            }
        }
        throw notSupported(lacks);
    }

    /** A trust domain's platform with its TDX module. */
    Level appraise(PckExtension pck, TdReport report) throws Refusal {
        List<Lack> lacks = List.of();
        for (JsonNode level : collateral.tree().path("tcbLevels")) {
            JsonNode tcb = level.path("tcb");
            lacks = new ArrayList<>(lacks(pck, tcb));
            lacks.addAll(lacks(report, tcb));
            if (lacks.isEmpty()) {
                Level platform = new Level(collateral.status(level), Collateral.advisories(level));
                return module(report, platform);
            }
        }
        throw notSupported(lacks);
    }

    /** A part that is older than a level wants it. */
    private record Lack(String part, int found, int wanted) {}

    private List<Lack> lacks(PckExtension pck, JsonNode tcb) throws Refusal {
        List<Lack> lacks = new ArrayList<>();
        for (int i = 0; i < COMPONENTS; i++) {
            JsonNode component = tcb.path("sgxtcbcomponents").path(i);
            int svn = tcb.has("sgxtcbcomponents")
                    ? collateral.svn(component, "svn")
                    : collateral.svn(tcb, String.format(Locale.ROOT, "sgxtcbcomp%02dsvn", i + 1));
            if (pck.components()[i] < svn) {
                lacks.add(new Lack(named("SGX component ", i, component), pck.components()[i], svn));
            }
        }
        int pceSvn = collateral.number(tcb, "pcesvn");
        if (pck.pceSvn() < pceSvn) {
            lacks.add(new Lack("the provisioning enclave (PCE)", pck.pceSvn(), pceSvn));
        }
        return lacks;
    }

    /** From TDX 1.5 on the module's version is held against its own identity instead of components 0 and 1. */
    private List<Lack> lacks(TdReport report, JsonNode tcb) throws Refusal {
        List<Lack> lacks = new ArrayList<>();
        for (int i = 0; i < COMPONENTS; i++) {
            JsonNode component = tcb.path("tdxtcbcomponents").path(i);
            int svn = collateral.svn(component, "svn");
            int found = report.teeTcbSvn()[i] & 0xFF;
            boolean ofModule = i < 2 && report.moduleVersion() > 0;
            if (!ofModule && found < svn) {
                lacks.add(new Lack(named("TDX component ", i, component), found, svn));
            }
        }
        return lacks;
    }

    private static String named(String kind, int index, JsonNode component) {
        String type = component.path("type").asText();
        return kind + (index + 1) + (type.isEmpty() ? "" : " (" + type + ")");
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

    /** Intel's verification library calls it STATUS_TCB_NOT_SUPPORTED: there is no level, so no status that a policy could accept. */
    private static Refusal notSupported(List<Lack> ofLowest) {
        String sentence = "the platform reaches none of the levels that Intel lists, so Intel has no status for it";
        if (ofLowest.isEmpty()) {
            return new Refusal(Reason.TCB_NOT_SUPPORTED, sentence);
        }
        Lack lack = ofLowest.get(0);
        return new Refusal(
                Reason.TCB_NOT_SUPPORTED,
                sentence + ": " + lack.part() + " has version " + lack.found() + ", the lowest level wants "
                        + lack.wanted() + ": the host must update its firmware",
                Map.of("found", (long) lack.found(), "wanted", (long) lack.wanted()));
    }
}
