/// <reference types="vite/client" />

interface ImportMetaEnv {
  readonly VITE_FULLSCRIPT_CLIENT_ID: string;
  readonly VITE_FULLSCRIPT_REDIRECT_URI: string;
  readonly VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT: string;
  readonly VITE_STRICT_MODE: string;
}
