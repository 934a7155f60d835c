//! Diagrams that were drawn from text.

/// Kinds of diagrams, each with the key of its name in the words of the site.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $key:literal, $de:literal, $en:literal),* $(,)?) => {
        /// What a diagram is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum DiagramKind {
            $($(#[$doc])* $variant),*
        }

        impl DiagramKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key of its name in the words of the site.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => concat!("diagram.", $key)),* }
            }

            /// The word that its source begins with.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// Its name in a sentence, in German and in English.
            pub const fn name(self) -> [&'static str; 2] {
                match self { $(Self::$variant => [$de, $en]),* }
            }
        }
    };
}

kinds! {
    /// Steps and decisions.
    Flowchart = "flowchart", "Ablaufdiagramm", "flowchart",
    /// Who tells whom what, in order.
    Sequence = "sequenceDiagram", "Sequenzdiagramm", "sequence diagram",
    /// States and what leads from one to the next.
    State = "stateDiagram", "Zustandsdiagramm", "state diagram",
    /// Classes and their relations.
    Class = "classDiagram", "Klassendiagramm", "class diagram",
    /// Entities and their relations.
    Er = "erDiagram", "Entity-Relationship-Diagramm", "entity-relationship diagram",
    /// Tasks in time.
    Gantt = "gantt", "Balkenplan", "Gantt chart",
    /// Events in time.
    Timeline = "timeline", "Zeitleiste", "timeline",
    /// Shares of a whole.
    Pie = "pie", "Kreisdiagramm", "pie chart",
    /// Thoughts around one.
    Mindmap = "mindmap", "Gedankenkarte", "mind map",
    /// Steps of somebody, with how they feel about them.
    Journey = "journey", "Nutzerreise", "user journey",
    /// Points in four fields.
    Quadrant = "quadrantChart", "Vierfelder-Diagramm", "quadrant chart",
    /// Requirements and their relations.
    Requirement = "requirementDiagram", "Anforderungsdiagramm", "requirement diagram",
    /// Commits and branches.
    GitGraph = "gitGraph", "Versionsgraph", "git graph",
}

/// A diagram, drawn. Its SVG is made of allowed elements and attributes alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// What it is.
    pub kind: DiagramKind,
    /// The title that the author gave.
    pub title: Option<String>,
    /// Its text, as the author wrote it.
    pub source: String,
    /// Width and height, in CSS pixels.
    pub size: (u32, u32),
    /// What stands in the `<svg>` element. Between two parts belongs what makes the names in it the page's only ones.
    pub parts: Vec<String>,
}
