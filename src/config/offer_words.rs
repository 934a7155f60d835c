//! The words of offers in both languages: answers, cost factors, what a supplier says of itself, what offers are judged by.
//!
//! Answers, factors and criteria are those of chapters 3 and 3.1 of the guide that the Lastenheft follows.

use super::vocabulary::{fold, vocabulary};

vocabulary! {
    /// How a supplier means to meet an item of the Lastenheft.
    Reply {
        /// The product does it as it is delivered.
        Standard = "standard": ["standard", "imstandard", "imstandardenthalten", "outofthebox"],
        /// By settings, without programming.
        Configuration = "configuration": ["parametrierung", "konfiguration", "customizing", "einstellung", "configuration", "parametrisierung", "configurable"],
        /// By programming for this customer.
        Customisation = "customisation": ["zusatzprogrammierung", "programmierung", "individualprogrammierung", "anpassung", "customisation", "customization", "customdevelopment", "development"],
        /// By a product of somebody else.
        ThirdParty = "third-party": ["drittprodukt", "drittanbieter", "fremdprodukt", "partnerprodukt", "thirdparty", "thirdpartyproduct"],
        /// By a release that is not out yet.
        FutureRelease = "future-release": ["kuenftigesrelease", "zukuenftigesrelease", "naechstesrelease", "geplantesrelease", "kuenftigeversion", "futurerelease", "plannedrelease", "roadmap"],
        /// Not at all.
        NotMet = "not-met": ["nichterfuellt", "nicht", "nein", "nichtmoeglich", "nichtverfuegbar", "notmet", "no", "notavailable", "notpossible", "notfulfilled"],
    }
}

vocabulary! {
    /// The nine factors that the costs of a project are made of (guide, 3.1).
    CostFactor {
        /// The components, by the number of users.
        Components = "components": ["komponenten", "kostenderkomponenten", "lizenzen", "lizenz", "software", "components", "licences", "licenses", "lizenzenundkomponenten", "komponentenlizenzen"],
        /// People who keep the system running.
        Administration = "administration": ["administration", "administrationsaufwand", "betrieb", "operation", "operations"],
        /// Installing and bringing in.
        Introduction = "introduction": ["einfuehrung", "einfuehrungsaufwand", "installation", "implementierung", "introduction", "implementation", "rollout"],
        /// Teaching its users.
        Training = "training": ["schulung", "schulungen", "schulungsaufwand", "training", "trainings"],
        /// Adapting it to this customer.
        Customisation = "customisation": ["individualanpassung", "individualanpassungen", "anpassung", "anpassungen", "aufwandfuerindividualanpassungen", "customisation", "customization"],
        /// Cleaning and taking over data.
        Migration = "migration": ["datenuebernahme", "datenbereinigung", "datenbereinigungunduebernahme", "datenbereinigungunddatenuebernahme", "datenmigration", "migration", "aufwandfuerdatenbereinigungunduebernahme", "datamigration", "datacleansing"],
        /// Caring for those who try it first.
        Pilot = "pilot": ["pilotgruppe", "pilotbetrieb", "pilotphase", "betreuungderpilotgruppe", "aufwandfuerbetreuungderpilotgruppe", "testbetrieb", "pilot", "pilotgroup"],
        /// Maintaining the software.
        Maintenance = "maintenance": ["wartung", "wartungskosten", "softwarewartung", "wartungskostenfuerdiesoftware", "maintenance", "softwaremaintenance"],
        /// Help on the telephone.
        Hotline = "hotline": ["hotline", "support", "helpdesk", "telefonischebetreuung"],
    }
}

vocabulary! {
    /// How often an amount is due.
    Rhythm {
        /// Once.
        Once = "once": ["einmalig", "einmal", "once", "oneoff", "onetime"],
        /// Every month.
        Monthly = "monthly": ["monatlich", "jemonat", "promonat", "monat", "monthly", "permonth"],
        /// Every three months.
        Quarterly = "quarterly": ["vierteljaehrlich", "quartalsweise", "jequartal", "proquartal", "quarterly", "perquarter"],
        /// Every year.
        Yearly = "yearly": ["jaehrlich", "jejahr", "projahr", "jahr", "yearly", "annual", "annually", "peryear"],
    }
}

impl Rhythm {
    /// Months from one payment to the next; none for a single one.
    pub const fn months(self) -> Option<u32> {
        match self {
            Self::Once => None,
            Self::Monthly => Some(1),
            Self::Quarterly => Some(3),
            Self::Yearly => Some(12),
        }
    }
}

vocabulary! {
    /// What an amount is for.
    Basis {
        /// All of it.
        Flat = "flat": ["pauschal", "gesamt", "flat", "total"],
        /// Each of the planned users.
        PerUser = "per-user": ["jenutzer", "pronutzer", "nutzer", "jeanwender", "proanwender", "jearbeitsplatz", "proarbeitsplatz", "jelizenz", "peruser", "user", "users", "perseat"],
    }
}

vocabulary! {
    /// What a supplier says of itself in its offer's front matter.
    Fact {
        /// The supplier's name.
        Supplier = "supplier": ["anbieter", "supplier", "bidder", "bieter", "firma"],
        /// The year in which it was founded.
        Founded = "founded": ["gegruendet", "gruendung", "gruendungsjahr", "founded"],
        /// What it is specialised in.
        Specialisation = "specialisation": ["spezialisierung", "specialisation", "specialization"],
        /// How many customers it names as references.
        References = "references": ["referenzen", "references"],
        /// How many years it has cared for its main customers, on average.
        CareYears = "care_years": ["betreuungsdauer", "careyears"],
        /// How far away it is, in kilometres.
        Distance = "distance": ["entfernung", "distance"],
        /// Whether it accepts a fixed price.
        FixedPrice = "fixed_price": ["festpreis", "fixedprice"],
        /// Whether it has trainers of its own.
        OwnTrainers = "own_trainers": ["eigenetrainer", "owntrainers", "trainers"],
        /// Until when the offer holds.
        ValidUntil = "valid_until": ["gueltigbis", "bindefrist", "validuntil"],
    }
}

impl Fact {
    /// What an offer's front matter calls it.
    pub const fn label(self, language: crate::diag::Language) -> &'static str {
        match language {
            crate::diag::Language::En => self.key(),
            crate::diag::Language::De => match self {
                Self::Supplier => "anbieter",
                Self::Founded => "gegruendet",
                Self::Specialisation => "spezialisierung",
                Self::References => "referenzen",
                Self::CareYears => "betreuungsdauer",
                Self::Distance => "entfernung",
                Self::FixedPrice => "festpreis",
                Self::OwnTrainers => "eigene_trainer",
                Self::ValidUntil => "gueltig_bis",
            },
        }
    }
}

vocabulary! {
    /// What the program can judge an offer by, and what the guide names beside it.
    Measure {
        /// How far all items are met.
        Fulfilment = "fulfilment": ["erfuellung", "erfuellungsgrad", "fulfilment", "fulfillment"],
        /// How far the Muss items are.
        Muss = "muss": ["muss", "musskriterien", "must"],
        /// How far the wishes are.
        Wunsch = "wunsch": ["wunsch", "wunschkriterien", "wishes"],
        /// The year in which the supplier was founded.
        Founded = "founded": ["gruendung", "gruendungsjahr", "founded"],
        /// What it is specialised in.
        Specialisation = "specialisation": ["spezialisierung", "specialisation", "specialization"],
        /// How many references it names.
        References = "references": ["referenzen", "erfahrung", "references", "experience"],
        /// How long it cares for its customers.
        CareYears = "care-years": ["betreuungsdauer", "betreuung", "careyears"],
        /// How far away it is.
        Distance = "distance": ["entfernung", "naehe", "regionalenaehe", "distance", "proximity"],
        /// Whether it accepts a fixed price.
        FixedPrice = "fixed-price": ["festpreis", "fixedprice"],
        /// Whether it has trainers of its own.
        OwnTrainers = "own-trainers": ["trainer", "eigenetrainer", "owntrainers", "trainers"],
        /// How it presented itself and its product.
        Presentation = "presentation": ["praesentation", "produktpraesentation", "presentation"],
        /// What reports on the market and tests say.
        Market = "market": ["marktanalyse", "testberichte", "market", "testreports"],
        /// What others who work with it say.
        Exchange = "exchange": ["erfahrungsaustausch", "exchange", "recommendations"],
    }
}

impl Measure {
    /// The fact that it is read from, as a number with a scale or as yes or no.
    pub const fn fact(self) -> Option<Fact> {
        Some(match self {
            Self::Founded => Fact::Founded,
            Self::References => Fact::References,
            Self::CareYears => Fact::CareYears,
            Self::Distance => Fact::Distance,
            Self::FixedPrice => Fact::FixedPrice,
            Self::OwnTrainers => Fact::OwnTrainers,
            _ => return None,
        })
    }

    /// Whether it is read from the answers.
    pub const fn is_degree(self) -> bool {
        matches!(self, Self::Fulfilment | Self::Muss | Self::Wunsch)
    }
}

impl Reply {
    /// Its name in German and in English.
    pub const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Standard => ["Standard", "standard"],
            Self::Configuration => ["Parametrierung", "configuration"],
            Self::Customisation => ["Zusatzprogrammierung", "customisation"],
            Self::ThirdParty => ["Drittprodukt", "third party"],
            Self::FutureRelease => ["künftiges Release", "future release"],
            Self::NotMet => ["nicht erfüllt", "not met"],
        }
    }
}

impl CostFactor {
    /// Its name in German and in English.
    pub const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Components => ["Komponenten", "components"],
            Self::Administration => ["Administration", "administration"],
            Self::Introduction => ["Einführung", "introduction"],
            Self::Training => ["Schulung", "training"],
            Self::Customisation => ["Individualanpassung", "customisation"],
            Self::Migration => ["Datenübernahme", "data migration"],
            Self::Pilot => ["Pilotgruppe", "pilot group"],
            Self::Maintenance => ["Wartung", "maintenance"],
            Self::Hotline => ["Hotline", "hotline"],
        }
    }
}

/// Heads of the column that names a cost factor; a table that starts with one holds costs.
pub fn is_factor_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "kostenfaktor" | "kostenfaktoren" | "kostenart" | "costfactor" | "factor")
}

/// Heads of the column that names a criterion; a table that starts with one holds points.
pub fn is_criterion_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "kriterium" | "kriterien" | "criterion" | "criteria")
}

/// Heads of columns with an amount.
pub fn is_price_head(head: &str) -> bool {
    matches!(
        fold(head).as_str(),
        "preis" | "betrag" | "kosten" | "preisnetto" | "betragnetto" | "price" | "amount" | "cost"
    )
}

/// Heads of columns that say how often.
pub fn is_rhythm_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "turnus" | "rhythmus" | "intervall" | "zahlweise" | "interval" | "rhythm")
}

/// Heads of columns that say what an amount is for.
pub fn is_basis_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "bezug" | "bezugsgroesse" | "je" | "basis" | "per")
}

/// Heads of columns that say when an amount is due.
pub fn is_due_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "faellig" | "faelligkeit" | "zahlungstermin" | "due" | "duedate")
}

/// Heads of columns that say what is bought.
pub fn is_position_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "position" | "leistung" | "beschreibung" | "was" | "description" | "what")
}

/// Whether a word in the place of an amount says that nothing is to be paid.
pub fn is_free(word: &str) -> bool {
    let folded = fold(word);
    let said = [
        "enthalten",
        "inbegriffen",
        "inklusive",
        "included",
        "keine",
        "kostenlos",
        "none",
        "free",
        "entfaellt",
        "ohneberechnung",
    ];
    said.iter().any(|free| folded.starts_with(free))
}
