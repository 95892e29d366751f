// Reads {focus, variables, now, expressions} from stdin; prints, for each expression, its values or null when it cannot be read.
import fhirpath from "fhirpath";
import r4 from "fhirpath/fhir-context/r4/index.js";

let text = "";
for await (const part of process.stdin) text += part;
const { focus, variables, now, expressions } = JSON.parse(text);

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }
  static now() {
    return new RealDate(now).getTime();
  }
};

const plain = (value) =>
  value !== null && typeof value === "object" && typeof value.asStr === "string"
    ? { text: value.asStr }
    : value !== null && typeof value === "object" && value.constructor?.name === "FP_Quantity"
      ? { text: value.toString() }
      : value;

const answers = expressions.map((expression) => {
  try {
    return fhirpath.evaluate(focus, expression, variables, r4, { async: false }).map(plain);
  } catch (error) {
    return { error: String(error.message ?? error).slice(0, 200) };
  }
});
process.stdout.write(JSON.stringify(answers));
