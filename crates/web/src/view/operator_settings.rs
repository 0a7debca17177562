//! Each setting in force, and where its value comes from.

use super::View;
use super::message::Message;
use super::tabs::Tab;
use crate::state::{SettingSource, ShownSetting};
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorSettings {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    pub(crate) sections: Vec<Section>,
}

/// A section of the configuration.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Section {
    name: String,
    settings: Vec<Setting>,
}

#[derive(Clone, Debug, Serialize)]
struct Setting {
    name: String,
    /// None: it may hold a password.
    value: Option<String>,
    source: Message,
    is_default: bool,
}

impl OperatorSettings {
    /// The page of these settings, in their order.
    #[must_use]
    pub fn new(tabs: Vec<Tab>, settings: &[ShownSetting]) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        for setting in settings {
            let name = setting.key.split('.').next().unwrap_or_default();
            let row = Setting {
                name: setting.key.clone(),
                value: setting.value.clone(),
                source: source(&setting.source),
                is_default: setting.source == SettingSource::Default,
            };
            match sections.iter_mut().find(|section| section.name == name) {
                Some(section) => section.settings.push(row),
                None => sections.push(Section {
                    name: name.to_owned(),
                    settings: vec![row],
                }),
            }
        }
        Self { tabs, sections }
    }
}

fn source(source: &SettingSource) -> Message {
    match source {
        SettingSource::Line { file, line } => Message::new("operator-settings-line")
            .with("file", file.as_str())
            .with("line", line.to_string()),
        SettingSource::Variable(name) => {
            Message::new("operator-settings-variable").with("name", name.as_str())
        }
        SettingSource::Default => Message::new("operator-settings-default"),
    }
}

impl View for OperatorSettings {
    const TEMPLATE: &'static str = "admin/operator_settings.html";

    fn title(&self) -> Message {
        Message::new("tabs-settings")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let setting = |key: &str, value: Option<&str>, source| ShownSetting {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            source,
        };
        let line = SettingSource::Line {
            file: "/etc/voltkey/voltkey.toml".to_owned(),
            line: 12,
        };
        let variable = SettingSource::Variable("VOLTKEY_MAIL__URL".to_owned());
        let settings = [
            setting(
                "server.listen",
                Some("\"127.0.0.1:8080\""),
                SettingSource::Default,
            ),
            setting("server.public_url", Some("\"https://id.ampere.cloud\""), line),
            setting("mail.url", None, variable),
        ];
        vec![Self::new(sample::staff_tabs(StaffTab::Settings), &settings)]
    }
}
