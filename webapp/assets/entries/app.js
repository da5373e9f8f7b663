// On every page: htmx and a few small behaviors, all found by data attributes.
import { startBehaviors } from "../modules/behaviors.js";
import { startBusy } from "../modules/busy.js";
import { startComposing } from "../modules/composing.js";
import { startKeeping } from "../modules/keeping.js";
import "htmx.org";

startComposing();
startBehaviors();
startBusy();
startKeeping();
