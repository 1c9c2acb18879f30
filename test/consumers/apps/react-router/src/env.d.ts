interface ImportMetaEnv {
  readonly VITE_FULLSCRIPT_CLIENT_ID: string;
  readonly VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT: string;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
