/** What the bundler gives to the page beside TypeScript: class names of CSS modules, and whether this is a build for use. */
declare module "*.module.css" {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module "*.css";

interface ImportMeta {
  readonly env: { readonly PROD: boolean };
}
