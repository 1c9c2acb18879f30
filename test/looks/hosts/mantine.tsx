import "@mantine/core/styles.css";
import { Button, Card, MantineProvider, Title } from "@mantine/core";
import { colorScheme, showPage } from "./showFullscript";

showPage(
  {
    accent: "var(--mantine-primary-color-filled)",
    surface: "var(--mantine-color-body)",
    text: "var(--mantine-color-bright)",
    radius: "var(--mantine-radius-default)",
  },
  (fullscript) => (
    <MantineProvider forceColorScheme={colorScheme}>
      <Card>
        <Title order={1}>Integrations</Title>
        <Button className="host-button">Invite a colleague</Button>
        {fullscript}
      </Card>
    </MantineProvider>
  ),
);
