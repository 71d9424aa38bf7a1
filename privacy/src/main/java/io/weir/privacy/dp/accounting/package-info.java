/**
 * What private training costs: accountants that turn noise, sampling rate and steps into (ε, δ), and back. Neighbouring data sets differ by one record
 * added or removed; noise multipliers are in units of the clipping bound; steps sample each record independently (Poisson).
 */
package io.weir.privacy.dp.accounting;
