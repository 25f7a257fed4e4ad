// Checks manifests against the schemas that @kubernetes-models makes of the published ones. See ../check.sh.
//
// Each document becomes a literal of its kind's TypeScript type: there the compiler refuses a field that the kind does not have,
// which the packages' own validators let pass. These then look at the values: types, formats, what must not be missing.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const PACKAGES = {
  "keda.sh": "@kubernetes-models/keda/",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/",
};

// Deliberate mistakes, none of which may pass: the kind, the original text, and its replacement, as JSON.
const MISTAKES = [
  ["ScaledObject", `"minReplicaCount":`, `"minReplicas":`],
  ["ScaledObject", `"pollingInterval":15`, `"pollingInterval":"15"`],
  ["ScaledObject", `"stabilizationWindowSeconds":`, `"stabilisationWindowSeconds":`],
  ["ScaledObject", `"type":"Pods"`, `"typ":"Pods"`],
  ["ScaledObject", `"targetQueryValue":"1"`, `"targetQueryValue":1`],
  ["ScaledObject", `"failureThreshold":3`, `"failureThreshold":3.5`],
  ["TriggerAuthentication", `"parameter":"host"`, `"param":"host"`],
  ["PodMonitor", `"interval":"15s"`, `"interval":"15 s"`],
  ["PodMonitor", `"podMetricsEndpoints"`, `"podMetricEndpoints"`],
  ["Deployment", `"replicas":2`, `"replica":2`],
  ["Deployment", `"readOnlyRootFilesystem":true`, `"readOnlyRootFileSystem":true`],
  ["Deployment", `"readOnlyRootFilesystem":true`, `"readOnlyRootFilesystem":"true"`],
  ["Job", `"backoffLimit":10`, `"backoffLimit":"10"`],
  ["Ingress", `"pathType":"Prefix"`, `"pathType2":"Prefix"`],
  ["NetworkPolicy", `"policyTypes"`, `"policyType"`],
  ["PodDisruptionBudget", `"maxUnavailable":1`, `"maxUnavailible":1`],
];

function moduleOf(document) {
  const group = document.apiVersion.includes("/") ? document.apiVersion.split("/")[0] : "";
  return `${PACKAGES[group] ?? "kubernetes-models/"}${document.apiVersion}/${document.kind}`;
}

// One run of the compiler for all of them, since it reads thousands of types each time.
function compile(documents) {
  const folder = mkdtempSync(join(process.cwd(), "documents-"));
  try {
    const files = documents.map(({ document }, i) => {
      const file = join(folder, `d${i}.ts`);
      writeFileSync(
        file,
        `import type { I${document.kind} } from "${moduleOf(document)}";\n` +
          `export const document: I${document.kind} = ${JSON.stringify(document)};\n`,
      );
      return file;
    });
    const program = ts.createProgram(files, {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    });
    const complaints = documents.map(() => []);
    for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
      const file = diagnostic.file ? basename(diagnostic.file.fileName, ".ts") : "";
      const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
      if (!/^d[0-9]+$/.test(file)) throw new Error(`The compiler: ${text}`);
      complaints[Number(file.slice(1))].push(text);
    }
    return complaints;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function validate(document) {
  const Kind = (await import(moduleOf(document)))[document.kind];
  try {
    new Kind(document).validate();
    return [];
  } catch (e) {
    return [String(e.message)];
  }
}

async function check(documents) {
  const complaints = compile(documents);
  return Promise.all(documents.map(async ({ document }, i) => [...complaints[i], ...(await validate(document))]));
}

function read(file) {
  return parseAllDocuments(readFileSync(file, "utf8")).map((parsed) => {
    if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0].message}`);
    return { file, document: parsed.toJS() };
  });
}

const documents = process.argv.slice(2).flatMap(read);
const wrong = MISTAKES.map(([kind, right, mistaken]) => {
  const of = documents.find(({ document }) => document.kind === kind && JSON.stringify(document).includes(right));
  if (of === undefined) throw new Error(`No ${kind} has ${right}: mend the list of mistakes`);
  return { file: `${kind} with ${mistaken}`, document: JSON.parse(JSON.stringify(of.document).replace(right, mistaken)) };
});
const complaints = await check([...documents, ...wrong]);

let failed = 0;
documents.forEach(({ file, document }, i) => {
  const ok = complaints[i].length === 0;
  failed += ok ? 0 : 1;
  console.log(`${ok ? "ok     " : "WRONG  "} ${file}: ${document.kind} ${document.metadata.name}`);
  complaints[i].forEach((complaint) => console.log(`        ${complaint}`));
});
wrong.forEach(({ file }, i) => {
  const refused = complaints[documents.length + i].length > 0;
  failed += refused ? 0 : 1;
  console.log(`${refused ? "refused" : "PASSED "} ${file}`);
});
console.log(`${documents.length} manifests and ${wrong.length} with a mistake: ${failed === 0 ? "all as it should be" : `${failed} not as it should be`}`);
process.exit(failed === 0 ? 0 : 1);
