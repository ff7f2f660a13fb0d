/**
 * Who may import whom. The README draws the picture; these rules keep it true:
 *   app → components → components/ui
 *   app → features → http → auth, access, events → core
 */
const tests = "\\.test\\.tsx?$|/testing/|/testing\\.ts$";
/** Folders of lib that are no feature. */
const ground = "core|http|auth|access|events|markdown";
/** Starts every feature, so it knows them all. */
const composition = "^lib/platform/start-services\\.ts$";
const typeOnly = ["type-only"];

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Modules that need each other at run time are one module, or lack a third.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: typeOnly } },
    },
    {
      name: "no-unresolved",
      comment: "The imported file or package does not exist.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-undeclared-packages",
      comment: "package.json must name every package that is imported.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-test-tools-in-the-product",
      comment: "Development packages are for tests and scripts.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: tests },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: typeOnly },
    },
    {
      name: "no-barrels",
      comment: "Import from the file that has it. Only the schema is gathered in an index.",
      severity: "error",
      from: { path: "(^|/)index\\.tsx?$", pathNot: "^drizzle/schema/index\\.ts$" },
      to: {},
    },
    {
      name: "product-does-not-import-tests",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: tests },
      to: { path: `${tests}|^e2e/|^bench/|^scripts/` },
    },
    {
      name: "lib-knows-no-interface",
      severity: "error",
      from: { path: "^lib/", pathNot: tests },
      to: { path: "^(app|components)/" },
    },
    {
      name: "schema-knows-only-itself",
      severity: "error",
      from: { path: "^drizzle/schema/" },
      to: { path: "^(app|components|lib)/", dependencyTypesNot: typeOnly },
    },
    {
      name: "core-knows-nothing-of-socrates",
      severity: "error",
      from: { path: "^lib/core/", pathNot: tests },
      to: { path: "^lib/(?!core/)" },
    },
    {
      name: "auth-access-events-stand-on-core",
      comment: "Their operations are defined with http; nothing else of theirs knows it.",
      severity: "error",
      from: { path: "^lib/(auth|access|events)/", pathNot: `${tests}|/operations\\.ts$` },
      to: { path: "^lib/(?!core/|auth/|access/|events/)" },
    },
    {
      name: "markdown-knows-nothing",
      comment: "It is read in browsers and on the server.",
      severity: "error",
      from: { path: "^lib/markdown/", pathNot: tests },
      to: { path: "^(app|components|drizzle|lib/(?!markdown/))" },
    },
    {
      name: "http-knows-no-feature",
      comment: "Only the OpenAPI document gathers every feature's operations.",
      severity: "error",
      from: { path: "^lib/http/", pathNot: `${tests}|^lib/http/openapi\\.ts$` },
      to: { path: `^lib/(?!(${ground})/)` },
    },
    {
      name: "features-do-not-know-each-other",
      severity: "error",
      from: { path: `^lib/(?!(?:${ground})/)([^/]+)/`, pathNot: `${tests}|${composition}` },
      to: {
        path: `^lib/(?!(?:${ground})/)[^/]+/`,
        pathNot: ["^lib/$1/", "^lib/[^/]+/schemas\\.ts$", "^lib/assistant/", "^lib/knowledge/(search|conversation-documents)\\.ts$", "^lib/knowledge/chunking/(best-sentences|terms)\\.ts$"],
      },
    },
    {
      name: "only-chat-asks-the-assistant",
      severity: "error",
      from: { path: `^lib/(?!(?:${ground}|assistant|chat)/)([^/]+)/`, pathNot: `${tests}|${composition}` },
      to: { path: "^lib/assistant/", pathNot: "/schemas\\.ts$" },
    },
    {
      name: "only-the-assistant-searches-knowledge",
      severity: "error",
      from: { path: `^lib/(?!(?:${ground}|assistant|knowledge)/)([^/]+)/`, pathNot: `${tests}|${composition}` },
      to: { path: "^lib/knowledge/(search|chunking/(best-sentences|terms))\\.ts$" },
    },
    {
      name: "only-chat-keeps-documents-of-conversations",
      severity: "error",
      from: { path: `^lib/(?!(?:${ground}|chat|knowledge)/)([^/]+)/`, pathNot: `${tests}|${composition}` },
      to: { path: "^lib/knowledge/conversation-documents\\.ts$" },
    },
    {
      name: "features-share-only-types-of-schemas",
      severity: "error",
      from: { path: `^lib/(?!(?:${ground})/)([^/]+)/`, pathNot: `${tests}|${composition}` },
      to: { path: `^lib/(?!(?:${ground})/)[^/]+/schemas\\.ts$`, pathNot: "^lib/$1/", dependencyTypesNot: typeOnly },
    },
    {
      name: "tables-are-touched-by-queries-only",
      comment: "All SQL stands in queries.ts files, types of rows included.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: `${tests}|/[a-z-]*queries\\.ts$|^lib/core/db\\.ts$` },
      to: { path: "^drizzle/" },
    },
    {
      name: "pages-do-not-query",
      comment: "Pages and routes call use-cases, which know who may do what.",
      severity: "error",
      from: { path: "^(app|components)/", pathNot: tests },
      to: { path: "^lib/.*queries\\.ts$" },
    },
    {
      name: "components-know-no-pages",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: { path: "^app/" },
    },
    {
      name: "components-see-only-client-safe-files",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: {
        path: "^(lib|drizzle)/",
        pathNot: "^lib/[^/]+/schemas\\.ts$|^lib/access/permissions\\.ts$|^lib/http/(client|paths)\\.ts$|^lib/realtime/cursor\\.ts$|^lib/chat/mention-names\\.ts$|^lib/markdown/",
        dependencyTypesNot: typeOnly,
      },
    },
    {
      name: "ui-knows-no-domain",
      severity: "error",
      from: { path: "^components/ui/", pathNot: tests },
      to: { path: "^(components/(?!ui/)|lib/|app/)" },
    },
    {
      name: "next-auth-only-in-auth",
      comment: "Replacing it must touch one folder.",
      severity: "error",
      from: { path: "^(app|components|lib|drizzle)/", pathNot: "^lib/auth/|^components/auth/" },
      to: { path: "(^|/)node_modules/next-auth/" },
    },
    {
      name: "components-use-only-next-auth-react",
      severity: "error",
      from: { path: "^components/auth/" },
      to: { path: "(^|/)node_modules/next-auth/", pathNot: "/next-auth/react(/|\\.js$)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next/" },
    // TypeScript 7 has no compiler for other tools to call; swc reads type imports as well.
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["react-server", "node", "import", "types", "default"],
    },
    webpackConfig: { fileName: "./.dependency-cruiser.resolve.cjs" },
  },
};
