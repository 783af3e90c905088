package auth

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

func TestEachIsPacedForHimselfAndComesInAgainAfterTheTimeHeIsTold(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 5, 30, 9, 0, 0, 0, time.UTC)
	traffic := NewTraffic(Rate{PerSecond: 2, Burst: 3}, Rate{PerSecond: 1, Burst: 1})
	one, other := Person{Token: gov.NewTokenID()}, Person{Session: gov.NewSessionID()}
	for range 3 {
		_, _, ok := traffic.Known(one, at)
		require.True(t, ok)
	}
	var written int
	var wait time.Duration
	for range 100 {
		w, write, ok := traffic.Known(one, at)
		require.False(t, ok)
		if wait = w; write {
			written++
		}
	}
	require.Equal(t, 3, written, "whoever goes on does not fill the record")
	require.Equal(t, 500*time.Millisecond, wait, "trying again costs nothing")
	_, _, ok := traffic.Known(other, at)
	require.True(t, ok)
	_, _, ok = traffic.Known(one, at.Add(wait))
	require.True(t, ok)

	_, ok = traffic.Unknown("192.0.2.1:4711", at)
	require.True(t, ok)
	_, ok = traffic.Unknown("192.0.2.1:4712", at)
	require.False(t, ok, "another port is no other address")
	_, ok = traffic.Unknown("192.0.2.2:4711", at)
	require.True(t, ok)

	free := NewTraffic(Rate{}, Rate{})
	for range 10_000 {
		_, _, ok := free.Known(one, at)
		require.True(t, ok)
		_, ok = free.Unknown("192.0.2.1:4711", at)
		require.True(t, ok)
	}
}

func TestManyAddressesFillNoMemoryAndForgetTheOldestFirst(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 5, 30, 9, 0, 0, 0, time.UTC)
	p := NewPace(time.Hour, 1)
	first := func() bool { _, ok := p.Admit("192.0.2.1", at); return ok }
	require.True(t, first())
	for n := range 3 * mostPaced {
		p.Admit(fmt.Sprintf("2001:db8::%x", n), at)
		require.LessOrEqual(t, len(p.by), mostPaced)
		if n%1000 == 0 {
			require.False(t, first(), "whoever goes on coming is not forgotten")
		}
	}
	require.Len(t, p.by, mostPaced)
	require.Equal(t, mostPaced, p.order.Len())
}

func TestARateIsReadOrRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Rate{"": KnownRate, "0": {}, "0/5": {}, "50/200": {PerSecond: 50, Burst: 200}} {
		got, err := ParseRate(text, KnownRate)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"50", "-1/5", "50/0", "50/", "x/5", "5/x", "1e9/1", "9999999999/1", " 5/5"} {
		_, err := ParseRate(text, KnownRate)
		require.Error(t, err, text)
	}
}

func TestAPersonHasSoManyStreamsAndNoMore(t *testing.T) {
	t.Parallel()
	traffic := NewTraffic(KnownRate, UnknownRate)
	who := gov.NewPersonID()
	var ends []func()
	for range MostStreams {
		end, ok := traffic.Stream(who)
		require.True(t, ok)
		ends = append(ends, end)
	}
	_, ok := traffic.Stream(who)
	require.False(t, ok)
	_, ok = traffic.Stream(gov.NewPersonID())
	require.True(t, ok)
	ends[0]()
	ends[0]()
	_, ok = traffic.Stream(who)
	require.True(t, ok, "one that has ended makes room for one")
	_, ok = traffic.Stream(who)
	require.False(t, ok)
}
