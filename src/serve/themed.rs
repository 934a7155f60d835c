//! The theme that pages are made with: the one on disk, as long as it can be used.

use super::fault::Fault;
use crate::diag::{Diagnostic, Language};
use crate::model::Project;
use crate::site::{Error, PageId, Site, Theme};
use crate::source::Sources;
use std::collections::{BTreeMap, HashSet};
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;

/// Kinds of pages.
type Kinds = HashSet<Discriminant<PageId>>;

/// The theme in use, and what keeps the one on disk from being it.
pub(super) struct Themed {
    theme: Arc<Theme>,
    /// What was tried last.
    of: (Language, BTreeMap<String, Vec<u8>>),
    /// What is wrong with that.
    fault: Option<Fault>,
    /// The kinds of pages that the theme has made.
    tried: Kinds,
}

impl Themed {
    /// The built-in theme.
    ///
    /// # Errors
    ///
    /// When it cannot be used.
    pub fn new(language: Language) -> Result<Self, Error> {
        let of = (language, BTreeMap::new());
        let theme = Arc::new(Theme::new(language, &of.1)?);
        Ok(Self { theme, of, fault: None, tried: Kinds::new() })
    }

    /// What keeps the theme on disk from being used.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Whether a site is made with the theme that is in use, and that with these files.
    pub fn is_of(&self, site: &Site, sources: &Sources) -> bool {
        Arc::ptr_eq(&self.theme, site.theme()) && self.of.0 == sources.config.language && self.of.1 == sources.theme
    }

    /// Plans a site, with the theme on disk if that can make its pages.
    pub fn site(&mut self, project: &Arc<Project>, findings: &Arc<[Diagnostic]>, sources: &Arc<Sources>) -> Site {
        let plan = |theme| Site::new(Arc::clone(project), Arc::clone(findings), sources.clone(), theme);
        let of = (sources.config.language, sources.theme.clone());
        // One that failed may have failed at a page that is no longer there.
        if self.of != of || self.fault.is_some() {
            let (mut tried, theme) = (Kinds::new(), Theme::new(of.0, &of.1));
            let site = theme.map(|theme| plan(Arc::new(theme)));
            let site = site.and_then(|site| try_out(&site, sources, &mut tried).map(|()| site));
            self.of = of;
            match site {
                Ok(site) => {
                    (self.theme, self.fault, self.tried) = (Arc::clone(site.theme()), None, tried);
                    return site;
                }
                Err(error) => self.fault = Some(Fault::of_theme(&error, sources)),
            }
        }
        let site = plan(Arc::clone(&self.theme));
        if self.fault.is_none() {
            let failed = try_out(&site, sources, &mut self.tried).err();
            self.fault = failed.map(|error| Fault::of_theme(&error, sources));
        }
        site
    }
}

/// Renders a page of each kind that was not tried yet: a template may ask for what its page does not have.
fn try_out(site: &Site, sources: &Sources, tried: &mut Kinds) -> Result<(), Error> {
    if sources.theme.is_empty() {
        return Ok(());
    }
    for page in site.pages() {
        if !tried.contains(&discriminant(&page.id)) {
            site.render(page)?;
            tried.insert(discriminant(&page.id));
        }
    }
    Ok(())
}
