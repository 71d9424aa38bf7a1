package io.weir.cli.report;

/** Writes elements whose every attribute and text is escaped; the output is well-formed as HTML and as XML. */
final class Markup {
    private final StringBuilder out = new StringBuilder();

    /** Names, reasons and details come from participants: no character of them may act as markup. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        String clean = Text.clean(text);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Opens an element; attributes are names and values in turn. */
    Markup open(String element, Object... attributes) {
        tag(element, attributes);
        out.append('>');
        return this;
    }

    Markup close(String element) {
        out.append("</").append(element).append('>');
        return this;
    }

    /** An element without content, such as {@code meta} or a shape. */
    Markup empty(String element, Object... attributes) {
        tag(element, attributes);
        out.append("/>");
        return this;
    }

    /** An element that holds only text. */
    Markup leaf(String element, String text, Object... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    Markup add(Markup other) {
        out.append(other.out);
        return this;
    }

    Markup line() {
        out.append('\n');
        return this;
    }

    /** Only for text that is part of this program, never for data. */
    Markup trusted(String markup) {
        out.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void tag(String element, Object[] attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(
                    attributes[i + 1] instanceof Double number
                            ? coordinate(number)
                            : escape(attributes[i + 1].toString()));
            out.append('"');
        }
    }

    /** One decimal is a tenth of a pixel. */
    private static String coordinate(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Numbers.fixed(tenths / 10.0, 1);
    }
}
