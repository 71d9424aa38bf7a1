/** What a demo run leaves behind: its JSON document, its table in the terminal, its live progress and its HTML report. */
package io.weir.cli.report;
