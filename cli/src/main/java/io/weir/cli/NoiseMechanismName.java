package io.weir.cli;

import io.weir.wire.NoiseMechanism;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How noise is drawn, by the name that options have for it. */
public final class NoiseMechanismName implements ITypeConverter<NoiseMechanism> {
    public static final String DESCRIPTION =
            "gaussian: noise of its own for each round; tree: that of a tree over the rounds (DP-FTRL), for data that are"
                    + " new in every round. Default: gaussian";

    public static final String DATA_ROUNDS = "In how many rounds a bank trains on the same data. Default: in all";

    @Override
    public NoiseMechanism convert(String name) {
        return switch (name) {
            case "gaussian" -> NoiseMechanism.GAUSSIAN;
            case "tree" -> NoiseMechanism.TREE;
            default -> throw new TypeConversionException("'" + name + "' is none: use gaussian or tree");
        };
    }
}
