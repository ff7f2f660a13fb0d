import { diagrams } from "./diagrams";
import { directions } from "./directions";
import { formulas } from "./formulas";
import { beacons, styles } from "./loading";
import { html, mathml, svg } from "./markup";
import { pathologies } from "./pathologies";
import { scripts } from "./scripts";
import { urls } from "./urls";

/** Texts of messages that try to be more than text, by what they try. */
export const corpus = { scripts, urls, html, svg, mathml, styles, beacons, diagrams, formulas, directions, pathologies };

/** What no request may have in its address: every address in the corpus has one of these. */
export const forbidden = /evil\.example|leak/i;
