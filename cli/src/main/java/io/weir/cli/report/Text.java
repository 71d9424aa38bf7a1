package io.weir.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;

/** Text from participants is not trusted: it may hold terminal control sequences or change the writing direction. */
public final class Text {
    private static final int REPLACEMENT = 0xFFFD;

    private Text() {}

    /** The text with everything that is not a visible character or a plain space replaced by U+FFFD. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isPlain(c) ? c : REPLACEMENT));
        return clean.toString();
    }

    private static boolean isPlain(int c) {
        if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Columns that a terminal gives to the text: two for wide scripts, none for combining marks. */
    static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** The main blocks that Unicode's annex 11 calls wide. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }

    /** The text cut to at most {@code columns} columns, with three dots where something is missing. */
    static String shorten(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int room = Math.max(0, columns - 3);
        StringBuilder kept = new StringBuilder();
        PrimitiveIterator.OfInt points = text.codePoints().iterator();
        int used = 0;
        while (points.hasNext()) {
            int c = points.nextInt();
            used += width(c);
            if (used > room) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append("...".substring(0, Math.min(3, columns))).toString();
    }

    /** Lines of at most {@code columns} columns, broken at spaces, or inside a word that is longer than a line. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : text.split(" ", -1)) {
            int width = width(word);
            if (used > 0 && used + 1 + width > columns) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            line.append(used > 0 ? " " : "");
            used += used > 0 ? 1 : 0;
            for (int c : word.codePoints().toArray()) {
                if (used > 0 && used + width(c) > columns) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                line.appendCodePoint(c);
                used += width(c);
            }
        }
        lines.add(line.toString());
        return List.copyOf(lines);
    }

    static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }
}
