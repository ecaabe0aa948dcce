package dashboard

import (
	"net/http"

	"giamngheo/internal/app/plans"
	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
)

// planCard is how this year's plan stands, on the first page.
type planCard struct {
	page.OfPlan
	Plan   *target.Plan
	Counts []lightCount
}

type lightCount struct {
	Light target.Light
	N     int
}

// planCard is nil where there is nothing to show at once: the first page does not wait for the plan.
func (s *handlers) planCard(r *http.Request, unit place.Code, on date.Date) *planCard {
	if !on.IsZero() {
		return nil
	}
	plan, lights, ok := s.desks.Dashboard.PlanLights(r.Context(), page.Actor(r), unit)
	if !ok {
		return nil
	}
	c := &planCard{OfPlan: page.OfPlan{Year: plan.Year, Unit: string(unit)}, Plan: plan}
	c.Lang = page.Lang(r)
	for _, l := range page.LightNames() {
		if lights[l] > 0 {
			c.Counts = append(c.Counts, lightCount{l, lights[l]})
		}
	}
	return c
}

// briefInput asks for a plan as it stands today in a place.
func briefInput(year int, unit place.Code) plans.ProgressInput {
	return plans.ProgressInput{Year: year, Place: unit}
}
