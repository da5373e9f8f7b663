// On every page: htmx and a few small behaviors, all found by data attributes.
import "htmx.org";
import { startBehaviors } from "../modules/behaviors.js";
import { startKeeping } from "../modules/keeping.js";

startBehaviors();
startKeeping();
