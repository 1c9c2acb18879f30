import { Button, Card, CardContent, createTheme, CssBaseline, ThemeProvider, Typography } from "@mui/material";
import { colorScheme, showPage } from "./showFullscript";

const muiTheme = createTheme({
  cssVariables: { colorSchemeSelector: "class" },
  colorSchemes: { light: true, dark: true },
});

showPage(
  {
    accent: "var(--mui-palette-primary-main)",
    surface: "var(--mui-palette-background-paper)",
    radius: "var(--mui-shape-borderRadius)",
  },
  (fullscript) => (
    <ThemeProvider theme={muiTheme} defaultMode={colorScheme}>
      <CssBaseline />
      <Card>
        <CardContent>
          <Typography variant="h5" component="h1">
            Integrations
          </Typography>
          <Button variant="contained" className="host-button">
            Invite a colleague
          </Button>
          {fullscript}
        </CardContent>
      </Card>
    </ThemeProvider>
  ),
);
