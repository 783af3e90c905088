package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// clockwork is the stepped clock of a gyeol in which nobody has anything to do, with the same order of things as the
// real one: a step opens the day on which the clock stands, turns it once per key, and opens the new day.
type clockwork struct {
	Desk

	today, opened gov.Date
	known         map[string]gov.Date
	cycles        map[string]gov.Date // day on which each was opened
	worked        []string            // days on which the office looked for work
	left          int                 // how many more things happen before the power fails; negative: it does not
}

var errPower = errors.New("the power failed")

// foundedOn is an installation that was founded on a day and has not opened it.
func foundedOn(day string) *clockwork {
	d := gov.MustDate(day)
	return &clockwork{today: d, opened: d.AddDays(-1), known: map[string]gov.Date{}, cycles: map[string]gov.Date{}, left: -1}
}

// happens reports whether the next thing still comes to pass.
func (c *clockwork) happens() bool {
	if c.left == 0 {
		return false
	}
	c.left--
	return true
}

func (c *clockwork) ClockState(context.Context) (client.ClockState, error) {
	return client.ClockState{
		Rehearsal: true, Today: c.today, LastOpened: c.opened, Working: true, Settled: c.opened == c.today,
	}, nil
}

func (c *clockwork) turn(ctx context.Context, key string, to gov.Date) (client.ClockState, error) {
	for _, do := range []func(){
		func() { c.opened = c.today },
		func() {
			if c.known[key].IsZero() {
				c.known[key], c.today, c.opened = to, to, to.AddDays(-1)
			}
		},
		func() { c.opened = c.today },
	} {
		if !c.happens() {
			return client.ClockState{}, errPower
		}
		do()
	}
	if !c.happens() {
		return client.ClockState{}, errPower // all is done and nobody hears of it
	}
	return c.ClockState(ctx)
}

func (c *clockwork) ClockStep(ctx context.Context, key string) (client.ClockState, error) {
	return c.turn(ctx, key, c.today.AddDays(1))
}

func (c *clockwork) ClockJump(ctx context.Context, j client.Jump) (client.ClockState, error) {
	return c.turn(ctx, j.Key, j.To)
}

func (c *clockwork) OpenCycle(_ context.Context, name string, year int, _ string) (client.Outcome, error) {
	if !c.happens() {
		return client.Outcome{}, errPower
	}
	cycle := fmt.Sprintf("%s %d", name, year)
	if !c.cycles[cycle].IsZero() {
		return client.Outcome{}, &client.Problem{Code: string(gov.CodeConflict)}
	}
	c.cycles[cycle] = c.today
	if !c.happens() {
		return client.Outcome{}, errPower
	}
	return client.Outcome{}, nil
}

func (c *clockwork) Progress(context.Context, string, int) (client.CycleProgress, error) {
	return client.CycleProgress{State: string(gov.Closed)}, nil
}

func (c *clockwork) Counts(context.Context, string) ([]client.TaskCount, error) {
	if !c.happens() {
		return nil, errPower
	}
	c.worked = append(c.worked, c.today.String())
	return nil, nil
}

// walkTo walks a clockwork to a day.
func (c *clockwork) walkTo(t *testing.T, until string) error {
	t.Helper()
	o, err := NewOffice(2022, map[string]Desk{coordinator: c, operator: c})
	require.NoError(t, err)
	_, err = (&Walk{Office: o, Until: gov.MustDate(until), Out: io.Discard}).Run(t.Context())
	return err
}

// went is how a walk went: the days of work and the opening of cycles. Before its first day nobody is asked for
// anything, so that looking for work there is nothing.
func (c *clockwork) went() string {
	days := slices.DeleteFunc(slices.Compact(slices.Clone(c.worked)), func(d string) bool { return d < legs[0].from.String() })
	return fmt.Sprint(days, c.cycles, c.today, c.opened)
}

// ways are walks that begin on the first day, between the years, and on days that are not foreseen.
func ways() map[string]func() (*clockwork, string) {
	return map[string]func() (*clockwork, string){
		"from the first day":             func() (*clockwork, string) { return foundedOn("2021-12-19"), "2021-12-23" },
		"founded weeks before the walk":  func() (*clockwork, string) { return foundedOn("2021-12-15"), "2021-12-22" },
		"founded on the day of the walk": func() (*clockwork, string) { c := foundedOn("2021-12-20"); c.opened = c.today; return c, "2021-12-22" },
		"over the jump": func() (*clockwork, string) {
			c := foundedOn("2023-01-30")
			c.opened, c.cycles["lifelong-education-plan 2022"] = c.today, gov.MustDate("2021-12-20")
			return c, "2025-01-04"
		},
	}
}

// TestNoDayIsPassedOverWhereverAWalkIsCutOff lets the power fail at every point of a walk, and at every point of the
// walk that goes on from there, and wants the days of an unbroken one.
func TestNoDayIsPassedOverWhereverAWalkIsCutOff(t *testing.T) {
	t.Parallel()
	for name, way := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, until := way()
			require.NoError(t, whole.walkTo(t, until))
			for first := 0; ; first++ {
				once, _ := way()
				once.left = first
				if once.walkTo(t, until) == nil {
					break // the power outlasts the walk
				}
				for second := range 12 {
					c, _ := way()
					c.left = first
					require.ErrorIs(t, c.walkTo(t, until), errPower)
					c.left = second
					if err := c.walkTo(t, until); err != nil {
						c.left = -1
						require.NoError(t, c.walkTo(t, until))
					}
					require.Equal(t, whole.went(), c.went(), "cut off after %d and after %d things", first, second)
				}
			}
		})
	}
}

func TestTheYearOpensOnTheFirstDayOfItsLeg(t *testing.T) {
	t.Parallel()
	c := foundedOn("2021-12-19")
	require.NoError(t, c.walkTo(t, "2021-12-23"))
	require.Equal(t, map[string]gov.Date{"lifelong-education-plan 2022": gov.MustDate("2021-12-20")}, c.cycles)
	require.Equal(t, []string{"2021-12-20", "2021-12-21", "2021-12-22", "2021-12-23"}, c.worked)
}

func TestAYearThatWasMissedOpensOnAnyDayOfItsLeg(t *testing.T) {
	t.Parallel()
	c := foundedOn("2022-01-05") // by somebody who stepped the clock himself
	c.opened = c.today
	require.NoError(t, c.walkTo(t, "2022-01-07"))
	require.Equal(t, map[string]gov.Date{"lifelong-education-plan 2022": gov.MustDate("2022-01-05")}, c.cycles)
	require.Equal(t, []string{"2022-01-05", "2022-01-06", "2022-01-07"}, c.worked)
}
