package rehearsal

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"gyeol/client"
	"gyeol/gov"
)

// journal keeps what a walk measured, across runs. No decision reads it.
type journal struct {
	file    string
	started time.Time // of this run
	day     time.Time // of the day being measured

	Last     gov.Date  `json:"last"` // the last day counted
	Days     int       `json:"days"`
	Acts     int       `json:"acts"`
	ElapsedS float64   `json:"elapsed_s"` // of the runs before
	DayMS    []float64 `json:"day_ms"`
	EmptyMS  []float64 `json:"empty_ms"` // of working days on which nobody did anything
}

// Report is what a walk measured: days walked, seconds in all, acts and contributions.
type Report struct {
	Days     int     `json:"days"`
	DayMS    DayMS   `json:"day_ms"`
	ElapsedS float64 `json:"elapsed_s"`
	Acts     int     `json:"acts"`
}

// DayMS is how long a day takes, its step and its work, in milliseconds.
type DayMS struct {
	P50   float64 `json:"p50"`
	P99   float64 `json:"p99"`
	Empty float64 `json:"empty_p50"` // of working days on which nobody did anything
}

func readJournal(file string) (*journal, error) {
	j := &journal{file: file}
	j.start()
	if file == "" {
		return j, nil
	}
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return j, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	if json.Unmarshal(raw, j) != nil { // cut off by a crash: measurements can be begun anew
		*j = journal{file: file}
		j.start()
	}
	return j, nil
}

// count adds a day. One that an earlier run has counted adds its further acts only.
func (j *journal) count(clock client.ClockState, acts int) {
	j.Acts += acts
	if !clock.Today.After(j.Last) || clock.Today.Before(legs[0].from) {
		return
	}
	ms := math.Round(since(j.day)*10) / 10
	j.Last, j.Days, j.DayMS = clock.Today, j.Days+1, append(j.DayMS, ms)
	if clock.Working && acts == 0 {
		j.EmptyMS = append(j.EmptyMS, ms)
	}
}

// save writes the file beside and puts it in place, so that a crash leaves the old one or the new one.
func (j *journal) save() error {
	if j.file == "" {
		return nil
	}
	kept := *j
	kept.ElapsedS = j.elapsed()
	raw, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	beside := j.file + ".new"
	if err := os.WriteFile(beside, raw, 0o600); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	if err := os.Rename(beside, j.file); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

func (j *journal) report() Report {
	return Report{
		Days: j.Days, ElapsedS: math.Round(j.elapsed()*10) / 10, Acts: j.Acts,
		DayMS: DayMS{P50: quantile(j.DayMS, 0.5), P99: quantile(j.DayMS, 0.99), Empty: quantile(j.EmptyMS, 0.5)},
	}
}

// quantile is the value that so many of the list do not exceed; 0 of none.
func quantile(list []float64, q float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(int(math.Ceil(q*float64(len(sorted)))), len(sorted))-1]
}
