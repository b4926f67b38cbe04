//! Who may stand on a proposal of which form.

use super::Who;
use crate::model::code::ProposalForm;

/// Why proposers and form do not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// Nobody stands on it.
    Nobody,
    /// An individual proposal has more than one proposer: how many.
    MoreThanOne(usize),
    /// A joint proposal has a single proposer.
    OnlyOne,
    /// A body stands on a proposal that is not collective.
    Body(String),
    /// One proposer stands on it twice: whose place it is, from 1.
    Twice(usize),
}

/// The form of a proposal with these proposers: the one said; else the one that stood, where it
/// fits; else what the proposers make it.
///
/// # Errors
/// Why the form said and the proposers do not fit.
pub fn settle_form(
    said: Option<ProposalForm>,
    stood: Option<ProposalForm>,
    proposers: &[Who],
) -> Result<ProposalForm, Misfit> {
    if proposers.is_empty() {
        return Err(Misfit::Nobody);
    }
    for (at, who) in proposers.iter().enumerate() {
        if proposers[..at].contains(who) {
            return Err(Misfit::Twice(at + 1));
        }
    }
    if let Some(form) = said {
        return fits(form, proposers).map(|()| form);
    }
    let made = if first_body(proposers).is_some() {
        ProposalForm::Collective
    } else if proposers.len() == 1 {
        ProposalForm::Individual
    } else {
        ProposalForm::Joint
    };
    Ok(stood
        .filter(|f| fits(*f, proposers).is_ok())
        .unwrap_or(made))
}

fn first_body(proposers: &[Who]) -> Option<&str> {
    proposers.iter().find_map(|who| match who {
        Who::Body(name) => Some(name.as_str()),
        Who::Member(_) => None,
    })
}

fn fits(form: ProposalForm, proposers: &[Who]) -> Result<(), Misfit> {
    match (form, first_body(proposers), proposers.len()) {
        (ProposalForm::Collective, ..) => Ok(()),
        (_, Some(body), _) => Err(Misfit::Body(body.to_owned())),
        (ProposalForm::Individual, None, 2..) => Err(Misfit::MoreThanOne(proposers.len())),
        (ProposalForm::Joint, None, 1) => Err(Misfit::OnlyOne),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProposalForm::{Collective, Individual, Joint};

    fn body() -> Who {
        Who::Body("民盟县总支".into())
    }

    #[test]
    fn a_form_that_is_said_has_to_fit_its_proposers() {
        let (a, b) = (Who::Member(1), Who::Member(2));
        let fit = |form, who: &[Who]| settle_form(Some(form), None, who);
        assert_eq!(fit(Individual, std::slice::from_ref(&a)), Ok(Individual));
        assert_eq!(
            fit(Individual, &[a.clone(), b.clone()]),
            Err(Misfit::MoreThanOne(2))
        );
        assert_eq!(fit(Joint, std::slice::from_ref(&a)), Err(Misfit::OnlyOne));
        assert_eq!(fit(Joint, &[a.clone(), b]), Ok(Joint));
        assert_eq!(
            fit(Joint, &[a.clone(), body()]),
            Err(Misfit::Body("民盟县总支".into()))
        );
        assert_eq!(fit(Collective, &[body(), a.clone()]), Ok(Collective));
        assert_eq!(fit(Joint, &[a.clone(), a]), Err(Misfit::Twice(2)));
        assert_eq!(fit(Collective, &[]), Err(Misfit::Nobody));
    }

    #[test]
    fn an_unsaid_form_stays_where_it_fits_and_follows_the_proposers_where_not() {
        let (a, b) = (Who::Member(1), Who::Member(2));
        let two = [a.clone(), b];
        assert_eq!(settle_form(None, Some(Collective), &two), Ok(Collective));
        assert_eq!(settle_form(None, Some(Individual), &two), Ok(Joint));
        assert_eq!(settle_form(None, None, &[a]), Ok(Individual));
        assert_eq!(settle_form(None, None, &[body()]), Ok(Collective));
    }
}
