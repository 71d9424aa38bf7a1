package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Verdict;

/** Explains a plot's marks, each drawn as in the plot. */
final class Legend {
    private static final int WIDTH = 26;
    private static final int HEIGHT = 14;

    private final Markup out = new Markup();

    Legend() {
        out.open("ul", "class", "legend");
    }

    void line(String style, String words) {
        Markup key = key(WIDTH, HEIGHT);
        String line = style.equals("bound") ? "bound" : style.equals("federated") ? "line federated" : "level " + style;
        key.empty("line", "x1", 1, "y1", 7, "x2", 25, "y2", 7, "class", line);
        if (style.equals("federated")) {
            key.empty("circle", "cx", 13, "cy", 7, "r", 3.5, "class", "dot federated");
        }
        item(key, words);
    }

    void dot(String style, String words) {
        item(key(HEIGHT, HEIGHT).empty("circle", "cx", 7, "cy", 7, "r", 4, "class", "mark " + style), words);
    }

    void cross(String words) {
        Markup key = key(HEIGHT, HEIGHT);
        key.empty("line", "x1", 3, "y1", 3, "x2", 11, "y2", 11, "class", "cross");
        key.empty("line", "x1", 3, "y1", 11, "x2", 11, "y2", 3, "class", "cross");
        item(key, words);
    }

    void band(String style, String words) {
        item(key(HEIGHT, HEIGHT).empty("rect", "x", 0, "y", 0, "width", 14, "height", 14, "class", style), words);
    }

    void cell(Verdict verdict, String code, String words) {
        Markup key = key(30, 26);
        VerdictMap.shape(key, verdict, code, 0, 0, 30);
        item(key, words);
    }

    Markup finish() {
        return out.close("ul").line();
    }

    private static Markup key(int width, int height) {
        return new Markup()
                .open(
                        "svg",
                        "width",
                        width,
                        "height",
                        height,
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "aria-hidden",
                        "true");
    }

    private void item(Markup key, String words) {
        out.open("li").add(key.close("svg")).leaf("span", words).close("li");
    }
}
