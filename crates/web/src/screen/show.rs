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
        self.page(StatusCode::OK, view, policy, self.own_address())
    }

    /// A page that can't be asked for again, and so has no language switch.
    pub fn show_once<V: View>(&self, view: &V, policy: Policy) -> Answer {
        self.page(StatusCode::OK, view, policy, None)
    }

    /// The page whose form was refused: 422, or 429 with the time after which it is taken again.
    pub fn show_again<V: View>(&self, view: &V, policy: Policy, wait: Option<Duration>) -> Answer {
        self.show_again_at("", view, policy, wait)
    }

    /// The same for a form that went to an address of its own, where no page is. `path` is the page's.
    pub fn show_again_at<V: View>(
        &self,
        path: &str,
        view: &V,
        policy: Policy,
        wait: Option<Duration>,
    ) -> Answer {
        let status = match wait {
            Some(_) => StatusCode::TOO_MANY_REQUESTS,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Ok((retry_after(wait), self.page(status, view, policy, Some(path))?).into_response())
    }

    /// A page about something that was there and is over: 410.
    pub fn show_over<V: View>(&self, view: &V, policy: Policy) -> Answer {
        self.page(StatusCode::GONE, view, policy, self.own_address())
    }

    /// A page that explains a failure.
    pub fn show_failure<V: View>(&self, status: StatusCode, view: &V) -> Answer {
        self.page(status, view, Policy::OWN, self.own_address())
    }

    fn page<V: View>(&self, status: StatusCode, view: &V, policy: Policy, path: Option<&str>) -> Answer {
        let html = self.state.renderer.render(&self.frame(path), view)?;
        Ok((status, Extension(policy), Html(html)).into_response())
    }

    /// Where the browser is, if it can ask for that again.
    fn own_address(&self) -> Option<&'static str> {
        self.is_get.then_some("")
    }

    /// What is around the page. `path` is where it can be asked for again, from where the browser is; none: nowhere.
    fn frame(&self, path: Option<&str>) -> Frame {
        let (site, language) = (&self.state.site, self.language());
        let languages = path.map(|path| LanguageLink::all(language, path, &self.query));
        Frame {
            language,
            languages: languages.unwrap_or_default(),
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
