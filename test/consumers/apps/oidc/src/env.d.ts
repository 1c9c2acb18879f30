interface ImportMetaEnv {
  readonly VITE_FULLSCRIPT_CLIENT_ID: string;
  readonly VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT: string;
  readonly VITE_OIDC_AUTHORITY: string;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
