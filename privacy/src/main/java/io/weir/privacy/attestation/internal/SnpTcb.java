package io.weir.privacy.attestation.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Security versions of AMD's firmware; {@code fmc} is 0 before Turin. */
record SnpTcb(int fmc, int bootloader, int tee, int snp, int microcode) {
    /** Whether no component is older. */
    boolean atLeast(SnpTcb other) {
        return fmc >= other.fmc
                && bootloader >= other.bootloader
                && tee >= other.tee
                && snp >= other.snp
                && microcode >= other.microcode;
    }

    Map<String, Integer> byName() {
        Map<String, Integer> versions = new LinkedHashMap<>();
        versions.put("fmc", fmc);
        versions.put("bootloader", bootloader);
        versions.put("tee", tee);
        versions.put("snp", snp);
        versions.put("microcode", microcode);
        return versions;
    }

    @Override
    public String toString() {
        return "fmc:" + fmc + ",bootloader:" + bootloader + ",tee:" + tee + ",snp:" + snp + ",microcode:" + microcode;
    }
}
