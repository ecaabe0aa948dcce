package rule

import "giamngheo/internal/rule/value"

// answerOf reads a yes-or-no field without the detour of field.Field.Small: most conditions are such answers. nil for
// other fields.
func answerOf(name string, d int) boolFn {
	switch name {
	case "income_given":
		return func(x *frame) state { return value.Said(x.h.IncomePerHead.Known) }
	case "b1_given":
		return func(x *frame) state { return value.Said(x.h.B1Score.Known) }
	case "internet":
		return func(x *frame) state { return state(x.h.Internet) }
	case "information_means":
		return func(x *frame) state { return state(x.h.InformationMeans) }
	case "able_to_work":
		return func(x *frame) state { return state(x.m[d].AbleToWork) }
	case "wants_work":
		return func(x *frame) state { return state(x.m[d].WantsWork) }
	case "social_allowance":
		return func(x *frame) state { return state(x.m[d].SocialAllowance) }
	case "disability":
		return func(x *frame) state { return state(x.m[d].Disability) }
	case "person_of_merit":
		return func(x *frame) state { return state(x.m[d].PersonOfMerit) }
	case "health_insurance":
		return func(x *frame) state { return state(x.m[d].HealthInsurance) }
	case "in_training":
		return func(x *frame) state { return state(x.m[d].InTraining) }
	case "stunted":
		return func(x *frame) state { return state(x.m[d].Stunted) }
	case "underweight":
		return func(x *frame) state { return state(x.m[d].Underweight) }
	}
	return nil
}
