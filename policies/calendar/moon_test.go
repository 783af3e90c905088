package calendar

import (
	"math"
	"time"

	"gyeol/gov"
)

// This file computes the Korean lunar calendar from the sky, so that the table in lunar.go is checked against
// something that was not typed in. Formulas: J. Meeus, Astronomical Algorithms, 2nd ed., chapters 25 (sun), 47 and 49
// (new moon) and the usual polynomial for ΔT. Times are Julian ephemeris days; kst turns them into Korean dates.

const rad = math.Pi / 180

// deltaT is the difference between dynamical and universal time in days, good to a few seconds from 2005 to 2050.
func deltaT(jde float64) float64 {
	t := (jde - 2451545) / 365.25
	return (62.92 + 0.32217*t + 0.005589*t*t) / 86400
}

// kst returns the instant of a Julian ephemeris day on a Korean clock.
func kst(jde float64) time.Time {
	seconds := (jde - deltaT(jde) - 2440587.5) * 86400
	return time.Unix(int64(math.Round(seconds)), 0).In(gov.Seoul)
}

// newMoon returns the instant of the k-th new moon since 6 January 2000.
func newMoon(k float64) float64 {
	t := k / 1236.85
	jde := 2451550.09766 + 29.530588861*k + t*t*(0.00015437+t*(-0.000000150+0.00000000073*t))
	e := 1 - 0.002516*t - 0.0000074*t*t
	m := (2.5534 + 29.10535670*k - 0.0000014*t*t) * rad
	mm := (201.5643 + 385.81693528*k + 0.0107582*t*t) * rad
	f := (160.7108 + 390.67050284*k - 0.0016118*t*t) * rad
	om := (124.7746 - 1.56375588*k + 0.0020672*t*t) * rad
	for _, p := range moonTerms {
		jde += p.c * math.Pow(e, math.Abs(p.m)) * math.Sin(p.m*m+p.mm*mm+p.f*f+p.om*om)
	}
	for _, p := range planetTerms {
		arg := p.base + p.rate*k
		if p.base == 299.77 {
			arg -= 0.009173 * t * t
		}
		jde += p.c * math.Sin(arg*rad)
	}
	return jde
}

// moonTerms are the periodic terms of chapter 49 for the new moon: multiples of M, M', F and Ω.
var moonTerms = []struct{ c, m, mm, f, om float64 }{
	{-0.40720, 0, 1, 0, 0},
	{0.17241, 1, 0, 0, 0},
	{0.01608, 0, 2, 0, 0},
	{0.01039, 0, 0, 2, 0},
	{0.00739, -1, 1, 0, 0},
	{-0.00514, 1, 1, 0, 0},
	{0.00208, 2, 0, 0, 0},
	{-0.00111, 0, 1, -2, 0},
	{-0.00057, 0, 1, 2, 0},
	{0.00056, 1, 2, 0, 0},
	{-0.00042, 0, 3, 0, 0},
	{0.00042, 1, 0, 2, 0},
	{0.00038, 1, 0, -2, 0},
	{-0.00024, -1, 2, 0, 0},
	{-0.00017, 0, 0, 0, 1},
	{-0.00007, 2, 1, 0, 0},
	{0.00004, 0, 2, -2, 0},
	{0.00004, 3, 0, 0, 0},
	{0.00003, 1, 1, -2, 0},
	{0.00003, 0, 2, 2, 0},
	{-0.00003, 1, 1, 2, 0},
	{0.00003, -1, 1, 2, 0},
	{-0.00002, -1, 1, -2, 0},
	{-0.00002, 1, 3, 0, 0},
	{0.00002, 0, 4, 0, 0},
}

// planetTerms are the additional corrections A1 to A14 of chapter 49.
var planetTerms = []struct{ c, base, rate float64 }{
	{0.000325, 299.77, 0.107408},
	{0.000165, 251.88, 0.016321},
	{0.000164, 251.83, 26.651886},
	{0.000126, 349.42, 36.412478},
	{0.000110, 84.66, 18.206239},
	{0.000062, 141.74, 53.303771},
	{0.000060, 207.14, 2.453732},
	{0.000056, 154.84, 7.306860},
	{0.000047, 34.52, 27.261239},
	{0.000042, 207.19, 0.121824},
	{0.000040, 291.34, 1.844379},
	{0.000037, 161.72, 24.198154},
	{0.000035, 239.56, 25.513099},
	{0.000023, 331.55, 3.592518},
}

// sunLongitude returns the apparent longitude of the sun in degrees, good to 0.01 degrees (a quarter of an hour).
func sunLongitude(jde float64) float64 {
	t := (jde - 2451545) / 36525
	l := 280.46646 + t*(36000.76983+0.0003032*t)
	m := (357.52911 + t*(35999.05029-0.0001537*t)) * rad
	c := (1.914602-t*(0.004817+0.000014*t))*math.Sin(m) + (0.019993-0.000101*t)*math.Sin(2*m) + 0.000289*math.Sin(3*m)
	om := (125.04 - 1934.136*t) * rad
	return math.Mod(math.Mod(l+c-0.00569-0.00478*math.Sin(om), 360)+360, 360)
}

// solarTerm returns the instant near jde at which the sun reaches a longitude in degrees.
func solarTerm(longitude, jde float64) float64 {
	for range 50 {
		gap := math.Mod(longitude-sunLongitude(jde)+540, 360) - 180
		jde += gap * 365.2422 / 360
	}
	return jde
}

// lunarMonth is one month of the computed calendar.
type lunarMonth struct {
	number int // 1 to 12
	leap   bool
	first  gov.Date
	moon   time.Time
}

// julian is the Julian day of noon UTC of a date.
func julian(d gov.Date) float64 { return 2440588 + float64(d.Sub(gov.MustDate("1970-01-01"))) }

// solstice returns the date of the winter solstice of a year in Korea.
func solstice(year int) gov.Date {
	return gov.DateIn(kst(solarTerm(270, julian(gov.NewDate(year, time.December, 21)))))
}

// moonsFrom returns the new moons from the one that begins the month holding d, for 15 months.
func moonsFrom(d gov.Date) []time.Time {
	k := math.Floor((julian(d)-2451550.1)/29.530588861) + 2
	for gov.DateIn(kst(newMoon(k))).After(d) {
		k--
	}
	moons := make([]time.Time, 15)
	for i := range moons {
		moons[i] = kst(newMoon(k + float64(i)))
	}
	return moons
}

// hasPrincipalTerm reports whether the sun passes a multiple of 30 degrees in the days from a to before b.
func hasPrincipalTerm(a, b gov.Date) bool {
	near := julian(a)
	next := math.Ceil((sunLongitude(near)-1)/30) * 30
	for range 2 {
		guess := near + math.Mod(next-sunLongitude(near)+360, 360)*365.2422/360
		on := gov.DateIn(kst(solarTerm(math.Mod(next, 360), guess)))
		if !on.Before(a) && on.Before(b) {
			return true
		}
		next += 30
	}
	return false
}

// lunarYear returns the months between the solstice of the year before and that of the year: month 11 holds the
// solstice, and of thirteen months the first without a principal term is the leap month.
func lunarYear(year int) []lunarMonth {
	moons := moonsFrom(solstice(year - 1))
	end := gov.DateIn(moonsFrom(solstice(year))[0])
	count := 0
	for gov.DateIn(moons[count]).Before(end) {
		count++
	}
	var months []lunarMonth
	number, leapSeen := 10, count == 12
	for i := range count {
		first, next := gov.DateIn(moons[i]), gov.DateIn(moons[i+1])
		leap := !leapSeen && !hasPrincipalTerm(first, next)
		if leap {
			leapSeen = true
		} else {
			number = number%12 + 1
		}
		months = append(months, lunarMonth{number: number, leap: leap, first: first, moon: moons[i]})
	}
	return months
}

// computedLunar returns the lunar holidays of a year as the sky gives them.
func computedLunar(year int) lunarDays {
	var days lunarDays
	for _, m := range lunarYear(year) {
		switch {
		case m.leap:
		case m.number == 1:
			days.seollal = m.first
		case m.number == 4:
			days.buddha = m.first.AddDays(7)
		case m.number == 8:
			days.chuseok = m.first.AddDays(14)
		}
	}
	return days
}
