package io.weir.cli;

import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.wire.Codec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A codec of updates, of those that are built. */
public final class CodecName implements ITypeConverter<Codec> {
    @Override
    public Codec convert(String name) {
        return ArrowCodecs.supported().stream()
                .filter(codec -> codec.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("'" + name + "' is none: use one of " + ArrowCodecs.supported()));
    }
}
