/** How dependency-cruiser finds modules: TypeScript's endings, and the alias of tsconfig.json. */
module.exports = {
  resolve: {
    alias: { "@": __dirname },
    extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
  },
};
