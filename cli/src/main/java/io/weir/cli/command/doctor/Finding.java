package io.weir.cli.command.doctor;

/**
 * What a check found.
 *
 * @param check what was looked at
 * @param status whether it is as it should be
 * @param detail what was found
 * @param advice what to do; empty if nothing
 */
public record Finding(String check, Status status, String detail, String advice) {
    /** How good or bad it is. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Works, or may not matter, but should be looked at. */
        WARN,
        /** Weir will not work. */
        FAIL
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Status.OK, detail, "");
    }

    static Finding warn(String check, String detail, String advice) {
        return new Finding(check, Status.WARN, detail, advice);
    }

    static Finding fail(String check, String detail, String advice) {
        return new Finding(check, Status.FAIL, detail, advice);
    }
}
