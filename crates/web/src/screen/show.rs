//! Pages as answers. Only here do pages get their status code.

use super::{Policy, Screen};
use crate::error::{Answer, retry_after};
use crate::pages::logos;
use crate::view::{Brand, Frame, LanguageLink, Support, View};
use axum::Extension;
use axum::response::{Html, IntoResponse};
use http::StatusCode;
use std::time::Duration;

impl Screen {
    /// The page.
    pub fn show<V: View>(&self, view: &V, policy: Policy) -> Answer {
        self.page(StatusCode::OK, view, policy, self.is_get)
    }

    /// A page that can't be asked for again, and so has no language switch.
    pub fn show_once<V: View>(&self, view: &V, policy: Policy) -> Answer {
        self.page(StatusCode::OK, view, policy, false)
    }

    /// The page whose form was refused: 422, or 429 with the time after which it is taken again.
    pub fn show_again<V: View>(&self, view: &V, policy: Policy, wait: Option<Duration>) -> Answer {
        let status = match wait {
            Some(_) => StatusCode::TOO_MANY_REQUESTS,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Ok((retry_after(wait), self.page(status, view, policy, true)?).into_response())
    }

    /// A page about something that was there and is over: 410.
    pub fn show_over<V: View>(&self, view: &V, policy: Policy) -> Answer {
        self.page(StatusCode::GONE, view, policy, self.is_get)
    }

    /// A page that explains a failure.
    pub fn show_failure<V: View>(&self, status: StatusCode, view: &V) -> Answer {
        self.page(status, view, Policy::OWN, self.is_get)
    }

    fn page<V: View>(&self, status: StatusCode, view: &V, policy: Policy, has_address: bool) -> Answer {
        let html = self.state.renderer.render(&self.frame(has_address), view)?;
        Ok((status, Extension(policy), Html(html)).into_response())
    }

    fn frame(&self, has_address: bool) -> Frame {
        let (site, language) = (&self.state.site, self.language());
        let languages = if has_address {
            LanguageLink::all(language, &self.query)
        } else {
            Vec::new()
        };
        Frame {
            language,
            languages,
            brand: site.brand.clone(),
            company: self.look.as_ref().and_then(|look| {
                Some(Brand {
                    name: look.company.clone(),
                    logo: Some(logos::address(look.logo.as_deref()?)),
                })
            }),
            accent_css: self
                .look
                .as_ref()
                .and_then(|look| Some(logos::accent_address(look.accent.as_deref()?))),
            home_url: site.home_url.clone(),
            support: Support {
                form_url: self.support_form(),
                ..site.support.clone()
            },
            bar: self.bar.clone(),
        }
    }
}
