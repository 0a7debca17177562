//! How a page is looked at.

use serde_json::{Value, json};

/// A window's width and the person's colour scheme.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// CSS pixels.
    pub width: u32,
    /// Whether the person prefers dark pages.
    pub dark: bool,
}

impl Look {
    /// In the light.
    pub const fn light(width: u32) -> Self {
        Self { width, dark: false }
    }

    /// In the dark.
    pub const fn dark(width: u32) -> Self {
        Self { width, dark: true }
    }

    /// As in the name of a picture: `390-dark`.
    pub fn name(self) -> String {
        format!("{}-{}", self.width, self.scheme())
    }

    fn scheme(self) -> &'static str {
        if self.dark { "dark" } else { "light" }
    }

    /// The parameters of `Emulation.setEmulatedMedia`. Nothing moves, so that no colour is caught half changed.
    pub fn media(self) -> Value {
        json!({ "features": [
            { "name": "prefers-color-scheme", "value": self.scheme() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] })
    }

    /// The parameters of `Emulation.setDeviceMetricsOverride`. Whoever has a narrow one holds a phone.
    pub fn metrics(self) -> Value {
        let phone = self.width < 600;
        let height = if phone { 844 } else { 900 };
        json!({ "width": self.width, "height": height, "deviceScaleFactor": 1, "mobile": phone })
    }
}
