/** What {@code weir doctor} looks at; each check finds one thing and says what to do about it. */
package io.weir.cli.command.doctor;
